package io.churnops.ingestion.types;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Regular expressions matched in time linear in the text (RE2), so that no pattern of a schema can
 * hold up the judging of events. RE2 has neither backreferences nor lookaround.
 */
final class LinearPatterns implements RegularExpressionFactory {

  @Override
  public RegularExpression getRegularExpression(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }
}
