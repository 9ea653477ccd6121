package ai.vluna.spring.context;

/**
 * Nobody could tell who pays, so the work was not started.
 *
 * @since 0.1.0
 */
public class MissingBillingSubjectException extends IllegalStateException {

	/**
	 * Create an exception.
	 * @param found what was found all the same
	 */
	public MissingBillingSubjectException(BillingIdentity found) {
		super(("No %s is known for the work about to start. Set 'vluna.subject.principal' and 'vluna.subject.user', "
				+ "register a BillingSubjectResolver, fill the BillingRequestContext or bind one with "
				+ "BillingSubjects.with(...)")
			.formatted((found.principalId() == null) ? "principal" : "user"));
	}

}
