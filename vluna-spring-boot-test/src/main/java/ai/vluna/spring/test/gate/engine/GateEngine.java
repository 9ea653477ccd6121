package ai.vluna.spring.test.gate.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;

/**
 * The gate's mind. Each call is one transaction, and one lock stands for the database's
 * isolation: every operation is a handful of look-ups by key, so it is held for
 * microseconds. A refused operation has changed nothing.
 *
 * @since 0.1.0
 */
public final class GateEngine {

	private final ReentrantLock transaction = new ReentrantLock();

	private final Tables tables = new Tables();

	private final Clock clock;

	private final AuthorizeOperation authorize;

	private final CommitOperation commit;

	private final BatchCommitOperation batch;

	private final CancelOperation cancel;

	private final IngestOperation ingest;

	private final BudgetOperations budgets;

	private final EventOperations events;

	private final TokenOperation tokens;

	private final WalletOperations wallets = new WalletOperations();

	private final CatalogueQueries queries = new CatalogueQueries(this.tables);

	private GateCatalogue catalogue;

	/**
	 * Creates an engine that knows nothing but its catalogue.
	 * @param catalogue features and accounts
	 * @param knownPrincipals principals that exist although the catalogue is silent
	 * @param terms the terms of leases
	 * @param clock the clock
	 * @param random where identifiers come from
	 */
	public GateEngine(GateCatalogue catalogue, Collection<String> knownPrincipals, LeaseTerms terms, Clock clock,
			RandomGenerator random) {
		GateIds ids = new GateIds(random);
		this.catalogue = catalogue;
		this.clock = clock;
		this.authorize = new AuthorizeOperation(this.tables, ids, terms);
		this.commit = new CommitOperation(this.tables, ids, terms);
		this.batch = new BatchCommitOperation(this.tables, this.commit);
		this.cancel = new CancelOperation(this.tables);
		this.ingest = new IngestOperation(this.tables, ids);
		this.events = new EventOperations(ids);
		this.tokens = new TokenOperation(this.tables, ids);
		this.budgets = new BudgetOperations(this.tables, ids);
		Instant now = clock.instant();
		knownPrincipals.forEach((principal) -> this.tables.load(catalogue.account(principal), now));
		catalogue.accounts().forEach((account) -> this.tables.load(account, now));
	}

	/**
	 * Finds the rows of a principal and a user, and creates what is missing. The very
	 * first call of a principal fails after its row was written.
	 * @param principal the principal id
	 * @param user the user id
	 * @param claimedAccount the account the request believes in, empty if it does not say
	 * @param claimedUser the billing user the request believes in, empty if it does not
	 * say
	 * @return the user
	 */
	public BillingUser bind(String principal, String user, String claimedAccount, String claimedUser) {
		return transact((view) -> {
			BillingUser row = this.tables.user(view, principal, user, claimedAccount, claimedUser);
			if (view.plan(row).disabledUsers().contains(user)) {
				throw Refusal.of(403, "AUTH.BILLING_USER_DISABLED", "billing user is not active");
			}
			return row;
		});
	}

	/**
	 * Gives a lease.
	 * @param user who asks
	 * @param key the idempotency key
	 * @param body the request
	 * @return the answer
	 */
	public Answer authorize(BillingUser user, String key, RequestBody body) {
		return transact((view) -> this.authorize.run(view, user, key, body));
	}

	/**
	 * Tells whether a key has a lease.
	 * @param principal the principal id
	 * @param user the user id
	 * @param key the idempotency key
	 * @return {@code false} if an authorize under the key would be the first one
	 */
	public boolean hasLease(String principal, String user, String key) {
		return transact((view) -> {
			BillingAccount account = this.tables.accounts.get(principal);
			BillingUser row = (account != null) ? account.users.get(user) : null;
			return row != null && row.leases.containsKey(key);
		});
	}

	/**
	 * Takes usage on a lease.
	 * @param user who asks
	 * @param key the idempotency key
	 * @param body the request
	 * @return the answer
	 */
	public Answer commit(BillingUser user, String key, RequestBody body) {
		return transact((view) -> this.commit.run(view, user, key, body));
	}

	/**
	 * Takes usage on several leases.
	 * @param user who asks
	 * @param body the request
	 * @return the answer
	 */
	public Answer commitBatch(BillingUser user, RequestBody body) {
		return transact((view) -> this.batch.run(view, user, body));
	}

	/**
	 * Gives a lease back.
	 * @param user who asks
	 * @param body the request
	 * @return the answer
	 */
	public Answer cancel(BillingUser user, RequestBody body) {
		return transact((view) -> this.cancel.run(view, user, body));
	}

	/**
	 * Takes usage without a lease.
	 * @param user who asks
	 * @param key the idempotency key
	 * @param body the request
	 * @return the answer
	 */
	public Answer ingest(BillingUser user, String key, RequestBody body) {
		return transact((view) -> this.ingest.run(view, user, key, body));
	}

	/**
	 * Shows features with what is left of them.
	 * @param user who asks
	 * @param query the parameters of the query
	 * @return the answer
	 */
	public Answer limits(BillingUser user, QueryParameters query) {
		return transact((view) -> this.queries.limits(view, user, query));
	}

	/**
	 * Shows meters with their prices.
	 * @param user who asks
	 * @param query the parameters of the query
	 * @return the answer
	 */
	public Answer meters(BillingUser user, QueryParameters query) {
		return transact((view) -> this.queries.meters(view, user, query));
	}

	/**
	 * Makes a budget.
	 * @param user who asks
	 * @param body the request
	 * @return the answer
	 */
	public Answer createBudget(BillingUser user, RequestBody body) {
		return transact((view) -> this.budgets.create(view, user, body));
	}

	/**
	 * Shows the budgets of a user.
	 * @param user who asks
	 * @param query the parameters of the query
	 * @return the answer
	 */
	public Answer listBudgets(BillingUser user, QueryParameters query) {
		return transact((view) -> this.budgets.list(user, query));
	}

	/**
	 * Shows a budget.
	 * @param user who asks
	 * @param id the identifier of the budget
	 * @return the answer
	 */
	public Answer getBudget(BillingUser user, String id) {
		return transact((view) -> this.budgets.get(user, id));
	}

	/**
	 * Closes a budget for good.
	 * @param user who asks
	 * @param id the identifier of the budget
	 * @param body the request
	 * @return the answer
	 */
	public Answer closeBudget(BillingUser user, String id, RequestBody body) {
		return transact((view) -> this.budgets.close(view, user, id, body));
	}

	/**
	 * Shows what a user may spend, and where it comes from.
	 * @param user who asks
	 * @return the answer
	 */
	public Answer walletBalance(BillingUser user) {
		return transact((view) -> this.wallets.balance(view, user));
	}

	/**
	 * Adds to or takes from what a user may spend.
	 * @param user who asks
	 * @param key the idempotency key
	 * @param body the request
	 * @return the answer
	 */
	public Answer adjustWallet(BillingUser user, String key, RequestBody body) {
		return transact((view) -> this.wallets.adjust(user, key, body));
	}

	/**
	 * Takes note of an event.
	 * @param user who asks
	 * @param body the request
	 * @return the answer
	 */
	public Answer recordEvent(BillingUser user, RequestBody body) {
		return transact((view) -> this.events.record(view, user, body));
	}

	/**
	 * Takes note of several events.
	 * @param user who asks
	 * @param body the request
	 * @return the answer
	 */
	public Answer recordEvents(BillingUser user, RequestBody body) {
		return transact((view) -> this.events.recordBatch(view, user, body));
	}

	/**
	 * Issues a token for an end user, who is created if need be.
	 * @param realm the realm of the token
	 * @param body the request, which names the user
	 * @return the answer
	 */
	public Answer issueToken(String realm, RequestBody body) {
		return transact((view) -> this.tokens.run(view, realm, body.json()));
	}

	/**
	 * Shows what a user has used.
	 * @param user who asks
	 * @param body what is asked
	 * @return the answer
	 */
	public Answer reportUsage(BillingUser user, RequestBody body) {
		ReportQuery query = ReportQuery.read(body.json(), Reports.USAGE);
		return Reports.usage(query, user, postings(user));
	}

	/**
	 * Shows how what a user has used was paid.
	 * @param user who asks
	 * @param body what is asked
	 * @return the answer
	 */
	public Answer reportSettlements(BillingUser user, RequestBody body) {
		ReportQuery query = ReportQuery.read(body.json(), Reports.SETTLEMENTS);
		return Reports.settlements(query, user, postings(user));
	}

	// A report reads as much as there is, so it is made outside the transaction.
	private List<Posting> postings(BillingUser user) {
		return transact((view) -> List.copyOf(user.postings));
	}

	/**
	 * Adds to what a user may spend.
	 * @param principal the principal id
	 * @param user the user id
	 * @param xusd the amount
	 */
	public void credit(String principal, String user, long xusd) {
		transact((view) -> {
			BillingAccount account = this.tables.accounts.computeIfAbsent(principal, BillingAccount::new);
			account.user(user).wallet.adjust(xusd);
			return user;
		});
	}

	/**
	 * Returns what a user was credited less what was charged.
	 * @param principal the principal id
	 * @param user the user id
	 * @return the balance, zero for somebody who was never seen
	 */
	public long balance(String principal, String user) {
		return transact((view) -> {
			BillingAccount account = this.tables.accounts.get(principal);
			BillingUser row = (account != null) ? account.users.get(user) : null;
			return (row != null) ? row.wallet.net() : 0L;
		});
	}

	/**
	 * Puts another catalogue in place. Balances and counters stay.
	 * @param catalogue the new catalogue
	 */
	public void catalogue(GateCatalogue catalogue) {
		transact((view) -> {
			view.catalogue(catalogue);
			return catalogue;
		});
	}

	/**
	 * Returns the catalogue in use.
	 * @return the catalogue
	 */
	public GateCatalogue catalogue() {
		return transact(View::catalogue);
	}

	/**
	 * Does the work of an operator, as one transaction: what it changes of the catalogue
	 * takes effect at its end, and not at all if it fails.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return its result
	 */
	public <T> T administer(Function<Administration, T> work) {
		return transact((view) -> {
			Administration administration = new Administration(this.tables, view);
			T result = work.apply(administration);
			this.catalogue = administration.catalogue();
			return result;
		});
	}

	/**
	 * Returns what became of everything so far.
	 * @return the entries in the order of their first appearance
	 */
	public List<LedgerEntry> ledger() {
		return transact((view) -> this.tables.ledger.snapshot());
	}

	private <T> T transact(Function<View, T> work) {
		this.transaction.lock();
		try {
			GateCatalogue before = this.catalogue;
			View view = new View(before, this.clock.instant());
			T result = work.apply(view);
			if (view.catalogue() != before) {
				this.catalogue = view.catalogue();
			}
			return result;
		}
		finally {
			this.transaction.unlock();
		}
	}

}
