package ai.vluna.integration.instances.shutdown;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.Intake;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the application at one moment of its end.
 */
class Witness implements SmartLifecycle, ApplicationListener<WebServerInitializedEvent> {

	private final int phase;

	private final ApplicationContext application;

	private volatile @Nullable Sight sight;

	private volatile boolean running;

	private volatile int port;

	/**
	 * Create a witness.
	 * @param phase the phase in which it looks
	 * @param application what it looks at
	 */
	Witness(int phase, ApplicationContext application) {
		this.phase = phase;
		this.application = application;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		this.port = event.getWebServer().getPort();
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.sight = new Sight(isListening(this.port), isOpen(), this.application.getBean(Intake.class).running(),
				this.application.getBean(SettlementStore.class).backlog().pending());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	/**
	 * Return what it saw.
	 * @return the sight, or {@code null} before its moment
	 */
	@Nullable Sight sight() {
		return this.sight;
	}

	private boolean isOpen() {
		try (Connection connection = this.application.getBean(DataSource.class).getConnection()) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What there is to see.
	 *
	 * @param listening whether the web server takes requests
	 * @param open whether the application's pool gives connections
	 * @param running how many billed operations are running
	 * @param pending how many settlements are in the store, which answers
	 */
	record Sight(boolean listening, boolean open, int running, long pending) {

	}

}
