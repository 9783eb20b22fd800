package org.ptracer.app;

import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.webkit.RenderProcessGoneDetail;
import android.webkit.WebChromeClient;
import android.webkit.WebSettings;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import org.ptracer.app.daemon.PanelAddress;

/** The control panel's page, and no other: links elsewhere open in a browser. */
final class PanelView extends WebView {
    private static final String BLANK = "about:blank";

    private PanelAddress address;

    PanelView(Context context) {
        super(context);
        WebSettings settings = getSettings();
        settings.setJavaScriptEnabled(true);
        settings.setDomStorageEnabled(true); // the page keeps its token there
        settings.setAllowFileAccess(false);
        settings.setAllowContentAccess(false);
        setWebChromeClient(new WebChromeClient()); // dialogs of the page
        setWebViewClient(new OnlyThePanel());
    }

    /** Opens a daemon's panel, if it is not the one that is open; null: none. */
    void show(PanelAddress now) {
        String before = address == null ? BLANK : address.url();
        String after = now == null ? BLANK : now.url();
        address = now;
        if (!after.equals(before)) {
            loadUrl(after);
        }
    }

    private final class OnlyThePanel extends WebViewClient {
        @Override
        @SuppressWarnings("deprecation") // its successor is of API 24, and calls it
        public boolean shouldOverrideUrlLoading(WebView view, String url) {
            if (address != null && address.owns(url)) {
                return false;
            }

            try {
                Uri page = Uri.parse(url);
                if ("https".equals(page.getScheme()) || "http".equals(page.getScheme())) {
                    getContext().startActivity(new Intent(Intent.ACTION_VIEW, page));
                }
            } catch (ActivityNotFoundException none) {
                // no browser: nothing opens
            }

            return true;
        }

        /**
         * Overrides a method of API 26, which the compiler does not know. When the page's process is lost to a lack of
         * memory and nobody says that this is handled, Android kills the whole app, and the daemon with it.
         */
        public boolean onRenderProcessGone(WebView view, RenderProcessGoneDetail detail) {
            ((PanelActivity) getContext()).replacePanel();
            return true;
        }
    }
}
