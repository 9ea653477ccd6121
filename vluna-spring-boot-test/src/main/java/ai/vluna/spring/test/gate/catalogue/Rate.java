package ai.vluna.spring.test.gate.catalogue;

import java.time.Duration;

/**
 * How many leases a user may be given in a window. Windows are aligned to the UTC epoch.
 *
 * @param limit the number of authorize calls
 * @param window the length of the window
 * @since 0.1.0
 */
public record Rate(long limit, Duration window) {

}
