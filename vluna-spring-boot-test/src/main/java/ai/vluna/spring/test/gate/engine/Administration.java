package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.function.Consumer;

import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees and may change within one transaction.
 *
 * @since 0.1.0
 */
public final class Administration {

	private final Tables tables;

	private final Instant now;

	private GateCatalogue catalogue;

	Administration(Tables tables, View view) {
		this.tables = tables;
		this.now = view.now();
		this.catalogue = view.catalogue();
	}

	/**
	 * Returns the moment of the transaction.
	 * @return the moment
	 */
	public Instant now() {
		return this.now;
	}

	/**
	 * Returns the catalogue with the changes so far.
	 * @return the catalogue
	 */
	public GateCatalogue catalogue() {
		return this.catalogue;
	}

	/**
	 * Changes the catalogue.
	 * @param change what to change
	 */
	public void change(Consumer<GateCatalogue.Builder> change) {
		GateCatalogue.Builder builder = this.catalogue.mutate();
		change.accept(builder);
		this.catalogue = builder.build();
	}

	/**
	 * Finds a principal that has been seen.
	 * @param accountId the identifier of its billing account
	 * @return the principal id, or {@code null} if there is none
	 */
	public @Nullable String principal(String accountId) {
		for (BillingAccount account : this.tables.accounts.values()) {
			if (account.id.toString().equals(accountId)) {
				return account.principal;
			}
		}
		return null;
	}

	/**
	 * Finds a user that has been seen.
	 * @param userId the identifier of the billing user
	 * @return the user, or {@code null} if there is none
	 */
	public @Nullable KnownUser user(String userId) {
		for (BillingAccount account : this.tables.accounts.values()) {
			for (BillingUser user : account.users.values()) {
				if (user.id.toString().equals(userId)) {
					return new KnownUser(account.id.toString(), account.principal, user.name);
				}
			}
		}
		return null;
	}

	/**
	 * A user that has been seen.
	 *
	 * @param accountId the identifier of the billing account
	 * @param principal the principal id
	 * @param name the user id
	 */
	public record KnownUser(String accountId, String principal, String name) {

	}

}
