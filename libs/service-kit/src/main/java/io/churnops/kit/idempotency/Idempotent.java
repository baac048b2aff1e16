package io.churnops.kit.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler whose requests may bear an {@code Idempotency-Key}: the same key of the same caller on
 * the same path does the work once and gets the first answer for a day. The service has the table
 * {@code keyed_request}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
