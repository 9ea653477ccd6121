/**
 * How does a request become an answer, in the server's order of checks? Internal.
 */
@NullMarked
package ai.vluna.spring.test.gate.http;

import org.jspecify.annotations.NullMarked;
