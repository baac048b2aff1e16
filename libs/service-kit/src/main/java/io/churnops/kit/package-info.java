/** What every service of the suite shares, so that all five answer, fail and are watched alike. */
@NullMarked
package io.churnops.kit;

import org.jspecify.annotations.NullMarked;
