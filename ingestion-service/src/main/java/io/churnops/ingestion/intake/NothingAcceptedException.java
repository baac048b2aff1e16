package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Every event of a request was rejected or held back; the answer still tells why, one by one. */
final class NothingAcceptedException extends ProblemException {

  NothingAcceptedException(Receipt receipt) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "nothing-accepted",
        "Nothing accepted",
        receipt.items().isEmpty()
            ? "The request holds no event."
            : "None of the events was accepted; see items.",
        members(receipt),
        null);
  }

  private static Map<String, Object> members(Receipt receipt) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accepted", receipt.accepted());
    members.put("duplicates", receipt.duplicates());
    members.put("quarantined", receipt.quarantined());
    members.put("rejected", receipt.rejected());
    members.put("items", receipt.items());
    return members;
  }
}
