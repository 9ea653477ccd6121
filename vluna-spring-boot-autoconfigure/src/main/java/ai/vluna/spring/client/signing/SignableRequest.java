package ai.vluna.spring.client.signing;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a request that a signature covers, each exactly as it is sent. A part that
 * is not sent is {@code null}; its line stays in the signed text and is empty.
 *
 * @param method the HTTP method in upper case
 * @param path the path with its query, as on the request line
 * @param contentDigest the {@code Content-Digest} header
 * @param contentType the {@code Content-Type} header
 * @param realmId the {@code X-Realm-Id} header
 * @param principalId the {@code X-Principal-Id} header
 * @param userId the {@code X-User-Id} header
 * @param billingAccountId the {@code X-Billing-Account-Id} header
 * @param billingUserId the {@code X-Billing-User-Id} header
 * @param idempotencyKey the {@code Idempotency-Key} header
 * @since 0.1.0
 */
public record SignableRequest(String method, String path, String contentDigest, @Nullable String contentType,
		String realmId, @Nullable String principalId, @Nullable String userId, @Nullable String billingAccountId,
		@Nullable String billingUserId, @Nullable String idempotencyKey) {

	private static final int EXPECTED_LENGTH = 512;

	/**
	 * Return the text that is signed: twelve lines without a line break at the end.
	 * @param timestamp the timestamp of the attempt
	 * @param nonce the nonce of the attempt
	 * @return the canonical text
	 */
	public String canonicalText(String timestamp, String nonce) {
		StringBuilder text = new StringBuilder(EXPECTED_LENGTH).append(this.method).append('\n').append(this.path);
		line(text, "\nts:", timestamp);
		line(text, "\nnonce:", nonce);
		line(text, "\ncontent-digest:", this.contentDigest);
		line(text, "\ncontent-type:", this.contentType);
		line(text, "\nx-realm-id:", this.realmId);
		line(text, "\nx-principal-id:", this.principalId);
		line(text, "\nx-user-id:", this.userId);
		line(text, "\nx-billing-account-id:", this.billingAccountId);
		line(text, "\nx-billing-user-id:", this.billingUserId);
		line(text, "\nidempotency-key:", this.idempotencyKey);
		return text.toString();
	}

	private static void line(StringBuilder text, String name, @Nullable String value) {
		text.append(name);
		if (value != null) {
			text.append(value);
		}
	}

}
