/**
 * What is done for customers who have little left to pay with?
 */
@NullMarked
package ai.vluna.sample.thrift;

import org.jspecify.annotations.NullMarked;
