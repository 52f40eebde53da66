namespace Taler.Merchant.Tests.Values;

public sealed class TalerUriTests
{
    [Theory]
    [InlineData("https://example.com/", null, null, "taler://pay/example.com/myorder/")]
    [InlineData("https://example.com/instances/myinst/", null, "ASDF", "taler://pay/example.com/instances/myinst/myorder/?c=ASDF")]
    [InlineData("https://example.com:8443/", "S1", null, "taler://pay/example.com:8443/myorder/S1")]
    [InlineData("https://example.com:443/", "S1", "ASDF", "taler://pay/example.com/myorder/S1?c=ASDF")]
    [InlineData("http://127.0.0.1:9966/", null, null, "taler+http://pay/127.0.0.1:9966/myorder/")]
    [InlineData("http://[::1]:9966/", null, null, "taler+http://pay/[::1]:9966/myorder/")]
    [InlineData("https://b\u00fccher.example/", null, null, "taler://pay/xn--bcher-kva.example/myorder/")]
    public void A_pay_uri_is_built_from_its_parts_and_read_again(string baseUrl, string? session, string? token, string expected)
    {
        var uri = new TalerPayUri(
            new Uri(baseUrl),
            OrderId.Parse("myorder"),
            session is null ? null : SessionId.Parse(session),
            token is null ? null : ClaimToken.Parse(token));

        Assert.Equal(expected, uri.Value);
        Assert.Equal(expected, TalerPayUri.Parse(uri.Value).Value);
        Assert.True(uri.Value.All(char.IsAscii));
    }

    [Fact]
    public void Scheme_action_and_host_ignore_case_and_other_parameters_are_ignored()
    {
        var uri = TalerPayUri.Parse("TALER://Pay/EXAMPLE.com/Inst/Order/Sess?n=KEY&c=AsDf&x");

        Assert.Equal(new Uri("https://example.com/Inst/"), uri.MerchantBaseUrl);
        Assert.Equal(("Order", "Sess", "AsDf"), (uri.OrderId.Value, uri.SessionId?.Value, uri.ClaimToken?.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://pay/example.com/order/")]
    [InlineData("taler://refund/example.com/order/")]
    [InlineData("taler://pay/example.com/order")]
    [InlineData("taler://pay/example.com/")]
    [InlineData("taler://pay//order/")]
    [InlineData("taler://pay/example.com//")]
    [InlineData("taler://pay/example.com/../")]
    [InlineData("taler://pay/example.com/%2e%2e/")]
    [InlineData("taler://pay/example.com/a%2fb/")]
    [InlineData("taler://pay/example.com/../up/order/")]
    [InlineData("taler://pay/example.com/%2e%2e/order/")]
    [InlineData("taler://pay/example.com/a\\b/order/")]
    [InlineData("taler://pay/user@example.com/order/")]
    [InlineData("taler://pay/user:secret@example.com/inst/order/")]
    [InlineData("taler://pay/example.com/a#b/order/")]
    [InlineData("taler://pay/example.com/order/se:ss")]
    [InlineData("taler://pay/example.com/order/?c=")]
    [InlineData("taler://pay/example.com/order/?c=a-b")]
    [InlineData("taler://pay/exa mple.com/order/")]
    public void What_is_no_pay_uri_is_refused(string? text)
    {
        Assert.False(TalerPayUri.TryParse(text, out var uri));
        Assert.Null(uri);
    }

    [Theory]
    [InlineData("taler://refund/example.com/instances/myinst/myorder/", "https://example.com/instances/myinst/")]
    [InlineData("taler+http://refund/127.0.0.1:9966/myorder/", "http://127.0.0.1:9966/")]
    public void A_refund_uri_is_read_and_written(string text, string baseUrl)
    {
        var uri = TalerRefundUri.Parse(text);

        Assert.Equal(new Uri(baseUrl), uri.MerchantBaseUrl);
        Assert.Equal("myorder", uri.OrderId.Value);
        Assert.Equal(text, uri.ToString());
        Assert.Equal(uri, new TalerRefundUri(new Uri(baseUrl), OrderId.Parse("myorder")));
    }

    [Fact]
    public void A_segment_after_the_order_of_a_refund_uri_is_ignored() =>
        Assert.Equal("taler://refund/example.com/order/", TalerRefundUri.Parse("taler://refund/example.com/order/more").Value);

    [Theory]
    [InlineData("taler://pay/example.com/order/")]
    [InlineData("taler://refund/example.com/order")]
    [InlineData("taler://refund/user@example.com/order/")]
    public void What_is_no_refund_uri_is_refused(string text) => Assert.Throws<FormatException>(() => TalerRefundUri.Parse(text));

    [Theory]
    [InlineData("https://example.com/inst")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://example.com/?a=b")]
    [InlineData("https://example.com/#a")]
    public void A_uri_is_not_built_on_what_is_no_base_url(string baseUrl)
    {
        Assert.Throws<ArgumentException>(() => new TalerPayUri(new Uri(baseUrl), Orders.Id));
        Assert.Throws<ArgumentException>(() => new TalerRefundUri(new Uri(baseUrl), Orders.Id));
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var random = new Random(20260103);
        string[] pieces = ["taler", "+http", "://", "/", "pay", "refund", "example.com", "order", "..", "%2e", "@", "#", "?", "c=A", "\\", ":", "[", "]", "\0", "\u00e4", " "];
        for (var i = 0; i < 50_000; i++)
        {
            var text = "taler://pay/" + string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => pieces[random.Next(pieces.Length)]));

            if (TalerPayUri.TryParse(text, out var uri))
                Assert.True(uri == TalerPayUri.Parse(uri.Value), text);
        }
    }
}
