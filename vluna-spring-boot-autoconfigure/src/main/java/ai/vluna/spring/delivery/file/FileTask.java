package ai.vluna.spring.delivery.file;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do to the file. Its result is known when it is done, and told when what
 * was done together with it is as safe as it has to be.
 *
 * @param <T> the type of the result
 */
final class FileTask<T extends @Nullable Object> {

	private final Safety safety;

	private final Function<StoreFile, T> work;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private @Nullable Runnable completion;

	/**
	 * Create a task.
	 * @param safety how safe the changes have to be before the result is told
	 * @param work what to do; does nothing but read and change the file
	 */
	FileTask(Safety safety, Function<StoreFile, T> work) {
		this.safety = safety;
		this.work = work;
	}

	Safety safety() {
		return this.safety;
	}

	CompletableFuture<T> result() {
		return this.result;
	}

	/**
	 * Do it.
	 * @param file the file
	 * @throws MVStoreException if the file failed; any other failure is the result
	 */
	void run(StoreFile file) {
		try {
			T value = this.work.apply(file);
			this.completion = () -> this.result.complete(value);
		}
		catch (MVStoreException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.completion = () -> this.result.completeExceptionally(ex);
		}
	}

	/**
	 * Tell the result.
	 */
	void complete() {
		if (this.completion != null) {
			this.completion.run();
		}
	}

	void fail(Throwable failure) {
		this.result.completeExceptionally(failure);
	}

	/**
	 * How safe the changes of a task have to be, from the least to the most.
	 */
	enum Safety {

		/**
		 * They may have to be made again after a crash.
		 */
		LAZY,

		/**
		 * The settlements that were written survive everything.
		 */
		WRITTEN,

		/**
		 * All survives everything.
		 */
		DURABLE

	}

}
