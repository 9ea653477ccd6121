package ai.vluna.spring.test.gate.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.protocol.Refusal;

/**
 * The parts of an {@code Authorization} header of the {@code SVC-AUTH} scheme.
 *
 * @param keyId the key id
 * @param signature the signature, base64
 * @param timestamp the timestamp, which nobody checks
 * @param nonce the nonce, which nobody checks
 */
record ServiceAuthorization(String keyId, String signature, String timestamp, String nonce) {

	// Parameters in exactly this order, no blanks, whatever follows the algorithm
	// ignored.
	private static final Pattern FORMAT = Pattern
		.compile("SVC-AUTH keyId=([^,]+),sig=([^,]+),ts=([^,]+),nonce=([^,]+),alg=HMAC-SHA256.*", Pattern.DOTALL);

	private static final Pattern BEARER = Pattern.compile("bearer .*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern SERVICE_SCHEME = Pattern.compile("(svc|srv)-auth\\b.*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	static ServiceAuthorization parse(String header) {
		if (BEARER.matcher(header).matches()) {
			throw Refusal.of(401, "AUTH.UNAUTHORIZED", "invalid_token");
		}
		if (!SERVICE_SCHEME.matcher(header).matches()) {
			throw Refusal.of(401, "AUTH.UNAUTHORIZED", "unsupported_authorization_scheme");
		}
		Matcher matcher = FORMAT.matcher(header);
		if (!matcher.matches()) {
			throw SignatureVerifier.invalid("Authorization header malformed");
		}
		return new ServiceAuthorization(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
	}

}
