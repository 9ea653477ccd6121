package ai.vluna.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.SubjectRule;
import ai.vluna.spring.context.SubjectRule.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configured answers to who pays, checked against what the application has.
 *
 * @param principal where the principal comes from
 * @param user where the user comes from
 * @param jobs who pays for jobs
 */
record SubjectRules(SubjectRule principal, SubjectRule user, @Nullable BillingIdentity jobs) {

	private static final String PRINCIPAL = "vluna.subject.principal";

	private static final String USER = "vluna.subject.user";

	/**
	 * Check the properties.
	 * @param subject the properties
	 * @param mayResolve whether application code can tell who pays
	 * @param resolves whether the application has a resolver bean
	 * @param mayAuthenticate whether Spring Security is there
	 * @return the rules
	 */
	static SubjectRules of(VlunaProperties.Subject subject, boolean mayResolve, boolean resolves,
			boolean mayAuthenticate) {
		List<String> missing = new ArrayList<>();
		if (subject.principal() == null && !resolves) {
			missing.add(PRINCIPAL);
		}
		if (subject.user() == null && !resolves) {
			missing.add(USER);
		}
		if (!missing.isEmpty()) {
			throw new MissingVlunaPropertiesException(missing);
		}
		return new SubjectRules(ruleOf(PRINCIPAL, subject.principal(), mayResolve, mayAuthenticate),
				ruleOf(USER, subject.user(), mayResolve, mayAuthenticate), jobsOf(subject.jobs()));
	}

	private static SubjectRule ruleOf(String property, @Nullable String value, boolean mayResolve,
			boolean mayAuthenticate) {
		if (value == null) {
			return new SubjectRule(Source.RESOLVER, null);
		}
		SubjectRule rule = parse(property, value);
		if (rule.source() == Source.RESOLVER && !mayResolve) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"There is no BillingSubjectResolver bean to ask: register one, or choose another rule.");
		}
		if (rule.needsAuthentication() && !mayAuthenticate) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"Spring Security is not on the class path: add it, or choose another rule.");
		}
		return rule;
	}

	private static SubjectRule parse(String property, String value) {
		try {
			return SubjectRule.parse(property, value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + ".");
		}
	}

	private static @Nullable BillingIdentity jobsOf(VlunaProperties.Jobs jobs) {
		String principal = jobs.principal();
		String user = jobs.user();
		if (principal == null && user == null) {
			return null;
		}
		if (principal == null || user == null) {
			throw new MissingVlunaPropertiesException(
					List.of((principal != null) ? "vluna.subject.jobs.user" : "vluna.subject.jobs.principal"));
		}
		try {
			return BillingSubject.of(principal, user).toIdentity();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("vluna.subject.jobs", principal + "/" + user,
					ex.getMessage() + ".");
		}
	}

}
