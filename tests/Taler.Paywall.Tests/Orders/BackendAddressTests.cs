using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

public sealed class BackendAddressTests
{
    private static readonly BackendAddress Internal = new(new Uri("http://127.0.0.1:9966/instances/shop/"), new Uri("https://pay.example/shop/"));

    [Theory]
    [InlineData("https://pay.example/shop/orders/O?session_id=S", "https://pay.example/shop/orders/O?session_id=S")]
    [InlineData("https://PAY.example:443/other", "https://pay.example/other")]
    [InlineData("https://pay.example//evil.example/x?a=b#top", "https://pay.example//evil.example/x?a=b#top")]
    [InlineData("http://127.0.0.1:9966/instances/shop/orders/O?session_id=S#top", "https://pay.example/shop/orders/O?session_id=S#top")]
    [InlineData("http://127.0.0.1:9966/instances/shop//evil.example/x", "https://pay.example/shop//evil.example/x")]
    [InlineData("http://127.0.0.1:9966/instances/shop/javascript:alert(1)", "https://pay.example/shop/javascript:alert(1)")]
    public void Buyers_are_sent_to_the_public_address(string named, string shown) =>
        Assert.Equal(shown, Internal.MakePublic(new Uri(named)).AbsoluteUri);

    [Theory]
    [InlineData("https://evil.example/shop/orders/O")]
    [InlineData("http://pay.example/shop/orders/O")]
    [InlineData("https://pay.example:8443/shop/orders/O")]
    [InlineData("https://pay.example@evil.example/orders/O")]
    [InlineData("https://user:pw@pay.example/orders/O")]
    [InlineData("http://127.0.0.1:9966/instances/other/orders/O")]
    [InlineData("taler://pay.example/orders/O")]
    public void Buyers_are_sent_nowhere_else(string named)
    {
        var refusal = Assert.Throws<TalerMerchantException>(() => Internal.MakePublic(new Uri(named)));

        Assert.Contains("Merchant:PublicBaseUrl", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pay_uri_names_the_public_address_and_keeps_the_rest()
    {
        var uri = TalerPayUri.Parse("taler+http://pay/127.0.0.1:9966/instances/shop/O1/S1?c=C1");

        Assert.Equal("taler://pay/pay.example/shop/O1/S1?c=C1", Internal.MakePublic(uri).Value);
    }

    [Fact]
    public void A_refusal_names_where_the_backend_would_have_sent_the_buyer()
    {
        var refusal = Assert.Throws<TalerMerchantException>(() => Internal.MakePublic(new Uri("https://evil.example:8443/orders/O?session_id=S")));

        Assert.Equal(TalerMerchantFailure.InvalidAnswer, refusal.Failure);
        Assert.Contains("https://evil.example:8443,", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("session_id", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://pay.example/", "https://shop.example/", true)]
    [InlineData("https://pay.example/shop/orders/O", "https://pay.example/", true)]
    [InlineData("https://pay.example/essays/maps", "https://pay.example/", false)]
    [InlineData("https://elsewhere.example/", "https://shop.example/", false)]
    [InlineData("nonsense", "https://shop.example/", false)]
    [InlineData(null, "https://shop.example/", false)]
    [InlineData("https://pay.example/essays/maps", null, true)]
    [InlineData("https://elsewhere.example/shop/orders/O", null, false)]
    public void A_visitor_from_the_backends_pages_is_known_by_the_referer(string? referer, string? site, bool sent) =>
        Assert.Equal(sent, Internal.Sent(referer, site is null ? null : new Uri(site)));
}
