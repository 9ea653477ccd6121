package ai.vluna.spring.autoconfigure;

/**
 * Vluna cannot be at this address. Unlike Spring Boot's exceptions about properties, it
 * leads to no report that shows credentials in the value.
 */
class UnusableBaseUrlException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String shown;

	UnusableBaseUrlException(String baseUrl) {
		super("Unusable 'vluna.base-url': '%s'".formatted(withoutCredentials(baseUrl)));
		this.shown = withoutCredentials(baseUrl);
	}

	/**
	 * Return the address without anything that may be a credential.
	 * @return the address as it may be shown
	 */
	String getShown() {
		return this.shown;
	}

	// By text, as the address is none that can be taken apart.
	private static String withoutCredentials(String baseUrl) {
		return baseUrl.replaceFirst("[?#].*", "").replaceFirst("^([A-Za-z]+://)?.*@", "$1******@");
	}

}
