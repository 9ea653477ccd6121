/**
 * What does a web client see of billing?
 */
@NullMarked
package ai.vluna.spring.web;

import org.jspecify.annotations.NullMarked;
