package ai.vluna.spring.benchmarks.loopback;

/**
 * Authorizes an operation and commits its usage, waiting for both answers.
 */
interface Cycle {

	/**
	 * Run once.
	 * @return what the commit was answered with
	 */
	Object run();

}
