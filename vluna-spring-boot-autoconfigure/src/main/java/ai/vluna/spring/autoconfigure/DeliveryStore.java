package ai.vluna.spring.autoconfigure;

/**
 * Where usage is kept until it is charged.
 *
 * @since 0.1.0
 */
public enum DeliveryStore {

	/**
	 * In memory only: what is unconfirmed when the process ends is lost.
	 */
	NONE,

	/**
	 * In the application's database, shared by any number of instances.
	 */
	JDBC,

	/**
	 * In a file of this process.
	 */
	FILE

}
