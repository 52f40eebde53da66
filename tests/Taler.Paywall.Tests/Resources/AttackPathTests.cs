using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>Paths that slipped past the readings: the steps are taken in one order, and other software takes them in another.</summary>
public class AttackPathTests
{
    [Theory]
    [InlineData("/x//../premium/article")]
    [InlineData("/x///../../premium/article")]
    [InlineData("/x//./../premium/article")]
    [InlineData("/x//..\\premium/article")]
    [InlineData("/x\\\\..\\premium\\article")]
    [InlineData("/x//%2e%2e/premium/article")]
    [InlineData("/x%2F%2F..%2Fpremium/article")]
    [InlineData("/x/ /../premium/article")]
    public void A_path_is_protected_in_whatever_order_it_is_cleaned(string path) =>
        Assert.NotEqual(ResourceMatchKind.None, Given.Patterns("/premium/article").Ask(path).Kind);
}
