package io.churnops.feature.customers;

import io.churnops.feature.identity.Cut;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.IdentityChange;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.state.SettleIdentities;
import io.churnops.kit.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Shows which ids are one customer, and parts them. */
@Service
class CustomerIdentities {

  private static final Logger log = LoggerFactory.getLogger(CustomerIdentities.class);

  private final Identities identities;
  private final SettleIdentities settle;

  CustomerIdentities(Identities identities, SettleIdentities settle) {
    this.identities = identities;
    this.settle = settle;
  }

  IdentityAnswer of(String id) {
    return answers(List.of(id)).getFirst();
  }

  private List<IdentityAnswer> answers(Collection<String> ids) {
    Map<String, Profile> profiles = identities.current(ids);
    Map<Profile, Set<String>> members = identities.members(Set.copyOf(profiles.values()));
    return ids.stream()
        .sorted()
        .map(id -> {
          Profile profile = Objects.requireNonNull(profiles.get(id));
          // What has changed in between is left to the next question.
          Set<String> all = members.getOrDefault(profile, Set.of(id));
          return new IdentityAnswer(id, profile.canonicalId(), all.stream().sorted().toList());
        })
        .toList();
  }

  List<IdentityChange> changes(String id, long before, int limit) {
    return identities.changes(Set.copyOf(of(id).ids()), before, limit);
  }

  UnmergeAnswer unmerge(UnmergeRequest request, String by) {
    Cut cut = identities.cut(request.id(), request.otherId(), by, request.reason());
    if (cut.pairs() == 0) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "not-joined",
          "Not joined",
          request.otherId() == null
              ? "The id is joined to no other."
              : "The two ids are not joined directly. GET /v1/customers/{id}/identities/changes"
                  + " shows which are.");
    }
    log.info("{} pairs of ids were cut by {}", cut.pairs(), by);
    try {
      settle.settle(cut.affected());
    } catch (DataAccessException e) {
      log.warn("Redis is told later of {} ids: {}", cut.affected().size(), e.toString());
    }
    return new UnmergeAnswer(cut.pairs(), cut.remaining(), answers(cut.affected()));
  }
}
