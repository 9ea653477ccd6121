/**
 * What has to be kept until it is charged?
 */
@NullMarked
package ai.vluna.spring.delivery.store;

import org.jspecify.annotations.NullMarked;
