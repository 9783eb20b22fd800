package android.webkit;

/** Of API 26, for the compiler only: PanelActivity overrides a method that takes one. It is not in the APK. */
public abstract class RenderProcessGoneDetail {
}
