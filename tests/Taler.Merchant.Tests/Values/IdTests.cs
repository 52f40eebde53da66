namespace Taler.Merchant.Tests.Values;

public sealed class IdTests
{
    [Theory]
    [InlineData("2026.029-02M2JNJ2TGA2P", true)]
    [InlineData("a:b_c-d.e", true)]
    [InlineData("..a", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a%2fb", false)]
    [InlineData("a?b", false)]
    [InlineData("a b", false)]
    [InlineData("a\0", false)]
    [InlineData("\u00e4", false)]
    public void An_order_id_is_one_segment_of_a_path(string text, bool valid)
    {
        Assert.Equal(valid, OrderId.TryParse(text, out var orderId));
        Assert.Equal(valid ? text : null, orderId?.ToString());
    }

    [Theory]
    [InlineData("a-b._~", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a:b", false)]
    [InlineData("a%b", false)]
    public void A_session_id_is_made_of_unreserved_characters(string text, bool valid) => Assert.Equal(valid, SessionId.TryParse(text, out _));

    [Fact]
    public void Ids_have_a_greatest_length()
    {
        Assert.True(OrderId.TryParse(new string('a', OrderId.MaxLength), out _));
        Assert.False(OrderId.TryParse(new string('a', OrderId.MaxLength + 1), out _));
        Assert.True(SessionId.TryParse(new string('a', SessionId.MaxLength), out _));
        Assert.False(SessionId.TryParse(new string('a', SessionId.MaxLength + 1), out _));
        Assert.True(ClaimToken.TryParse(new string('a', ClaimToken.MaxLength), out _));
        Assert.False(ClaimToken.TryParse(new string('a', ClaimToken.MaxLength + 1), out _));
    }

    [Fact]
    public void A_refused_id_is_not_repeated_in_the_message()
    {
        Assert.DoesNotContain("not/valid", Assert.Throws<FormatException>(() => SessionId.Parse("not/valid")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not/valid", Assert.Throws<FormatException>(() => ClaimToken.Parse("not/valid")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_session_id_is_26_characters_and_never_the_same()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => SessionId.Create().Value).ToList();

        Assert.All(ids, id => Assert.Equal(26, id.Length));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Secrets_print_as_redacted_wherever_they_are_kept()
    {
        var session = SessionId.Parse("SECRETSESSION");
        var token = ClaimToken.Parse("SECRETCLAIM");
        var uri = new TalerPayUri(new Uri("https://backend.example/"), Orders.Id, session, token);
        var url = new Uri("https://backend.example/orders/1?token=SECRETCLAIM&session_id=SECRETSESSION");
        object[] holders =
        [
            session,
            token,
            uri,
            Orders.Request() with { SessionId = session },
            new ListOrdersRequest { SessionId = session },
            new CreateOrderResult.Created { OrderId = Orders.Id, ClaimToken = token },
            new OrderStatus.Unpaid { TalerPayUri = uri, OrderStatusUrl = url },
            new OrderStatus.Claimed { OrderStatusUrl = url, ContractTerms = new ContractTerms { Summary = "An essay" } },
            new OrderStatus.Paid { OrderStatusUrl = url, ContractTerms = new ContractTerms { Summary = "An essay" } },
            new Webhook { WebhookId = "refunds", EventType = WebhookEventTypes.Refund, Url = "https://shop.example/?key=SECRET", BodyTemplate = "SECRET" },
            new TalerMerchantOptions { AccessToken = "secret-token:SECRET", Password = "SECRET" },
        ];

        Assert.All(holders, holder => Assert.DoesNotContain("SECRET", holder.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "00")]
    [InlineData("FF", "ZW")]
    [InlineData("0000000000", "00000000")]
    [InlineData("0123456789ABCDEF", "04HMASW9NF6YY")]
    public void Base32_is_crockfords_without_padding(string hex, string expected) =>
        Assert.Equal(expected, CrockfordBase32.Encode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData(16, 26)]
    [InlineData(32, 52)]
    [InlineData(64, 103)]
    [InlineData(200, 320)]
    public void Base32_has_the_lengths_of_the_protocol(int bytes, int characters) =>
        Assert.Equal(characters, CrockfordBase32.Encode(new byte[bytes]).Length);
}
