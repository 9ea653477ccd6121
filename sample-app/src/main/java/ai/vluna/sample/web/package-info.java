/**
 * What is offered over HTTP? Nothing is billed here; the services behind are.
 */
@NullMarked
package ai.vluna.sample.web;

import org.jspecify.annotations.NullMarked;
