/**
 * Who sent this request, and is it really theirs? Verified with code of its own.
 */
@NullMarked
package ai.vluna.spring.test.gate.auth;

import org.jspecify.annotations.NullMarked;
