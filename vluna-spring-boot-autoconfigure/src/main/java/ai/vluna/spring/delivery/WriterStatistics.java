package ai.vluna.spring.delivery;

import java.time.Duration;

/**
 * What was written to the store so far by this process.
 *
 * @param groups how many times something was written
 * @param settlements how many settlements were in these groups
 * @param time how long the store took for them
 * @since 0.1.0
 */
public record WriterStatistics(long groups, long settlements, Duration time) {

}
