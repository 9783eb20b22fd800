namespace Ptracer.Tests; public class P { [Xunit.Fact] public void A_B_C() { } }
