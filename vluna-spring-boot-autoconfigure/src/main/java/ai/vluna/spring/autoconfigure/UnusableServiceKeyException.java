package ai.vluna.spring.autoconfigure;

/**
 * The service key is not what Vluna handed out. Unlike Spring Boot's exceptions about
 * properties, it leads to no report that shows the value.
 */
class UnusableServiceKeyException extends IllegalStateException {

	private final String problem;

	UnusableServiceKeyException(String problem) {
		super("Unusable 'vluna.service-key': " + problem);
		this.problem = problem;
	}

	String getProblem() {
		return this.problem;
	}

}
