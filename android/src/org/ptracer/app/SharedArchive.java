package org.ptracer.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.ContentResolver;
import android.content.DialogInterface;
import android.content.Intent;
import android.database.Cursor;
import android.net.Uri;
import android.provider.OpenableColumns;
import android.widget.EditText;
import android.widget.Toast;
import java.util.SortedSet;
import org.ptracer.app.daemon.GuestName;
import org.ptracer.app.daemon.Guests;

/** An archive that another app shares with this one, to make a guest of it, when the user has agreed. */
final class SharedArchive {
    /** What follows when the user agrees. */
    interface Confirmed {
        void create(String guest);
    }

    private final Activity activity;
    private final Uri content;

    private SharedArchive(Activity activity, Uri content) {
        this.activity = activity;
        this.content = content;
    }

    /**
     * The archive of an intent; null: it has none. Only content: is taken: a path could be that of a file which this
     * app may read and the other may not. An intent from the list of recent apps was answered before.
     */
    static SharedArchive of(Activity activity, Intent intent) {
        boolean isOld = (intent.getFlags() & Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY) != 0;
        Uri uri = Intent.ACTION_VIEW.equals(intent.getAction()) ? intent.getData()
                : Intent.ACTION_SEND.equals(intent.getAction()) ? (Uri) intent.getParcelableExtra(Intent.EXTRA_STREAM)
                : null;
        boolean isContent = uri != null && ContentResolver.SCHEME_CONTENT.equals(uri.getScheme());
        return isContent && !isOld ? new SharedArchive(activity, uri) : null;
    }

    /** Asks for the guest's name, and whether to make it. Any app can send an intent. */
    void confirm(final Confirmed confirmed) {
        final SortedSet<String> taken = new Guests(DaemonService.contract(activity), DaemonService.output()).names();
        final String file = fileName();
        final EditText name = new EditText(activity);
        name.setSingleLine();
        name.setText(GuestName.suggest(file, taken));
        new AlertDialog.Builder(activity)
                .setTitle(R.string.create_guest)
                .setMessage(activity.getString(R.string.guest_of, file))
                .setView(name)
                .setNegativeButton(android.R.string.cancel, null)
                .setPositiveButton(R.string.create, new DialogInterface.OnClickListener() {
                    @Override
                    public void onClick(DialogInterface dialog, int which) {
                        String guest = name.getText().toString().trim();
                        if (GuestName.isValid(guest) && !taken.contains(guest)) {
                            confirmed.create(guest);
                        } else {
                            Toast.makeText(activity, R.string.bad_name, Toast.LENGTH_LONG).show();
                            confirm(confirmed);
                        }
                    }
                })
                .show();
    }

    /** What tells the service to make it. The flag lets the service read it after the activity has gone. */
    Intent request(String guest) {
        return new Intent(DaemonService.CREATE, content, activity, DaemonService.class)
                .putExtra(DaemonService.GUEST, guest)
                .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION);
    }

    private String fileName() {
        String[] columns = {OpenableColumns.DISPLAY_NAME};
        try (Cursor row = activity.getContentResolver().query(content, columns, null, null, null)) {
            String name = row != null && row.moveToFirst() ? row.getString(0) : null;
            return name != null ? name : content.toString();
        } catch (RuntimeException failure) {
            return content.toString(); // whatever the other app's provider throws
        }
    }
}
