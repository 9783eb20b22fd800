package org.ptracer.app;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Bundle;
import android.os.Handler;
import android.view.View;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import org.ptracer.app.daemon.PanelAddress;

/**
 * The daemon's control panel, below a line that tells its state and starts and stops it. While there is no panel, what
 * the daemon has said last is there instead.
 */
public final class PanelActivity extends Activity {
    private static final int POLL_MS = 500;
    private static final int PADDING_PX = 16;

    private final Handler handler = new Handler();
    private final Runnable poll = new Runnable() {
        @Override
        public void run() {
            showState();
            handler.postDelayed(this, POLL_MS);
        }
    };

    private TextView state;
    private Button power;
    private ScrollView outputView;
    private TextView output;
    private PanelView panel;

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        setContentView(layout());
        if (saved == null) {
            takeShared(getIntent());
        }
    }

    @Override
    protected void onNewIntent(Intent intent) {
        takeShared(intent);
    }

    @Override
    protected void onResume() {
        super.onResume();
        poll.run();
    }

    @Override
    protected void onPause() {
        handler.removeCallbacks(poll);
        super.onPause();
    }

    @Override
    protected void onDestroy() {
        panel.destroy();
        super.onDestroy();
    }

    /** Has a new page in the place of one whose process was lost. */
    void replacePanel() {
        LinearLayout all = (LinearLayout) panel.getParent();
        all.removeView(panel);
        panel.destroy();
        panel = new PanelView(this);
        all.addView(panel, fill());
    }

    private static LinearLayout.LayoutParams fill() {
        return new LinearLayout.LayoutParams(LinearLayout.LayoutParams.MATCH_PARENT, 0, 1);
    }

    private View layout() {
        state = new TextView(this);
        state.setPadding(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX);
        power = new Button(this);
        power.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                String action = DaemonService.isStarted() ? DaemonService.STOP : DaemonService.START;
                send(new Intent(action, null, PanelActivity.this, DaemonService.class));
            }
        });
        LinearLayout line = new LinearLayout(this);
        line.addView(state, new LinearLayout.LayoutParams(0, LinearLayout.LayoutParams.WRAP_CONTENT, 1));
        line.addView(power);

        output = new TextView(this);
        output.setPadding(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX);
        output.setTextIsSelectable(true);
        outputView = new ScrollView(this);
        outputView.addView(output);
        panel = new PanelView(this);

        LinearLayout all = new LinearLayout(this);
        all.setOrientation(LinearLayout.VERTICAL);
        all.addView(line);
        all.addView(panel, fill());
        all.addView(outputView, fill());
        return all;
    }

    private void showState() {
        PanelAddress address = DaemonService.panel();
        panel.show(address);
        panel.setVisibility(address != null ? View.VISIBLE : View.GONE);
        outputView.setVisibility(address != null ? View.GONE : View.VISIBLE);
        state.setText(DaemonService.state());
        power.setText(DaemonService.isStarted() ? R.string.stop : R.string.start);
        String said = DaemonService.output().text();
        String text = said.isEmpty() ? getString(R.string.how_to) : said;
        if (!text.contentEquals(output.getText())) {
            output.setText(text); // only then: it ends a selection
        }
    }

    private void takeShared(Intent intent) {
        final SharedArchive archive = SharedArchive.of(this, intent);
        if (archive != null) {
            archive.confirm(new SharedArchive.Confirmed() {
                @Override
                public void create(String guest) {
                    send(archive.request(guest));
                }
            });
        }
    }

    // While somebody looks, the service may go to the foreground, and Android 13 can be asked to show its notification.
    private void send(Intent intent) {
        if (Build.VERSION.SDK_INT >= NewerApi.API_33
                && checkSelfPermission(NewerApi.POST_NOTIFICATIONS) != PackageManager.PERMISSION_GRANTED) {
            requestPermissions(new String[] {NewerApi.POST_NOTIFICATIONS}, 0);
        }

        NewerApi.startForegroundService(this, intent);
    }
}
