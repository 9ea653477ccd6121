package ai.vluna.spring.autoconfigure;

import java.net.URI;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * What is needed to reach a realm and to be accepted there. A bean of this type replaces
 * the connection properties.
 *
 * @since 0.1.0
 */
public interface VlunaConnectionDetails extends ConnectionDetails {

	/**
	 * Return the address of the service API.
	 * @return the base URL, ending in {@code /mgt/v1}
	 */
	URI getBaseUrl();

	/**
	 * Return the realm.
	 * @return the realm id
	 */
	String getRealmId();

	/**
	 * Return the id of the service key. Asked for each request.
	 * @return the key id
	 */
	String getServiceKeyId();

	/**
	 * Return the secret of the service key. Asked for each request, so that a key can be
	 * rotated without a restart.
	 * @return the secret, base64 encoded
	 */
	String getServiceKeySecret();

}
