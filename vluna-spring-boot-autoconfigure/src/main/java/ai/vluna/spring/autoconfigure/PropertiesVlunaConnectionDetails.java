package ai.vluna.spring.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.util.StringUtils;

/**
 * Adapts {@link VlunaProperties} to {@link VlunaConnectionDetails}.
 */
final class PropertiesVlunaConnectionDetails implements VlunaConnectionDetails {

	private final URI baseUrl;

	private final String realmId;

	private final String serviceKeyId;

	private final String serviceKeySecret;

	private PropertiesVlunaConnectionDetails(URI baseUrl, String realmId, String serviceKeyId,
			String serviceKeySecret) {
		this.baseUrl = baseUrl;
		this.realmId = realmId;
		this.serviceKeyId = serviceKeyId;
		this.serviceKeySecret = serviceKeySecret;
	}

	static PropertiesVlunaConnectionDetails of(VlunaProperties properties) {
		String baseUrl = properties.baseUrl();
		String realmId = properties.realmId();
		String keyId = properties.serviceKey().id();
		String secret = properties.serviceKey().secret();
		if (isEmpty(baseUrl) || isEmpty(realmId) || isEmpty(keyId) || isEmpty(secret)) {
			List<String> missing = new ArrayList<>();
			addIf(isEmpty(baseUrl), "vluna.base-url", missing);
			addIf(isEmpty(realmId), "vluna.realm-id", missing);
			addIf(isEmpty(keyId), "vluna.service-key.id", missing);
			addIf(isEmpty(secret), "vluna.service-key.secret", missing);
			throw new MissingVlunaPropertiesException(missing);
		}
		return new PropertiesVlunaConnectionDetails(parse(baseUrl.strip()), realmId.strip(), keyId.strip(),
				secret.strip());
	}

	private static URI parse(String baseUrl) {
		try {
			return new URI(baseUrl);
		}
		catch (URISyntaxException ex) {
			// Without the cause, which shows the whole text.
			throw new UnusableBaseUrlException(baseUrl);
		}
	}

	@Override
	public URI getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public String getRealmId() {
		return this.realmId;
	}

	@Override
	public String getServiceKeyId() {
		return this.serviceKeyId;
	}

	@Override
	public String getServiceKeySecret() {
		return this.serviceKeySecret;
	}

	@Contract("null -> true")
	private static boolean isEmpty(@Nullable String text) {
		return !StringUtils.hasText(text);
	}

	private static void addIf(boolean condition, String name, List<String> names) {
		if (condition) {
			names.add(name);
		}
	}

}
