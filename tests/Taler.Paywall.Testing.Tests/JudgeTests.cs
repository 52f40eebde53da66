using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>What an answer tells.</summary>
public sealed class JudgeTests
{
    private const string Content = "The dough rests for a night in a cold kitchen. The baker sleeps, and so should you.";

    private static readonly AuditCase Odd = new("odd", "GET", "/A");
    private static readonly AuditCase Plain = new("plain", "GET", "/a") { IsPlain = true, NamesTarget = true };
    private static readonly Evidence Nothing = Evidence.Of(marker: null, paid: null, []);
    private static readonly Evidence Marker = Evidence.Of("K\u00fcche", paid: null, []);
    private static readonly Evidence Bought = Evidence.Of(marker: null, Ok(Content), []);

    private static readonly PaymentPages Pages = Known("https://backend.example/orders/1?token=x");

    [Fact]
    public void A_marker_is_found_in_the_body_and_in_a_header_as_its_bytes_in_utf_8()
    {
        Assert.Equal("the marker stands in the body", Judge.OfSold(Odd, Ok("kalte K\u00c3\u00bcche"), Marker)?.Reason);
        Assert.Equal("the marker stands in the header x-title", Judge.OfSold(Odd, new Answer(402, [new Header("x-title", "K\u00c3\u00bcche")], ""), Marker)?.Reason);
        Assert.Null(Judge.OfSold(Odd, Ok("kalte K\u00fcche"), Marker));
    }

    [Fact]
    public void A_part_of_what_was_bought_is_found_and_the_frame_of_the_page_is_not()
    {
        const string Frame = "<header>The shop of essays, open day and night</header>";
        var evidence = Evidence.Of(marker: null, Ok(Frame + Content), [Ok(Frame)]);

        Assert.Equal("a part of the paid content stands in the body", Judge.OfSold(Odd, Ok("... " + Content[10..]), evidence)?.Reason);
        Assert.Null(Judge.OfSold(Odd, Ok(Frame), evidence));
    }

    [Fact]
    public void What_everybody_gets_is_no_evidence() => Assert.False(Evidence.Of(marker: null, Ok(Content), [Ok(Content)]).Exists);

    [Theory]
    [InlineData(402, null, true)]
    [InlineData(302, "https://backend.example/orders/2?token=x", true)]
    [InlineData(302, "https://backend.example/login", false)]
    [InlineData(307, "https://shop.example/a", false)]
    [InlineData(302, "/orders/2", false)]
    [InlineData(302, null, false)]
    [InlineData(200, "https://backend.example/orders/2", false)]
    [InlineData(503, null, false)]
    [InlineData(0, null, false)]
    public void A_paywall_says_402_or_leads_to_where_orders_are_paid(int status, string? location, bool isGate) => Assert.Equal(isGate, Judge.IsGate(To(location, status), Pages));

    [Theory]
    [InlineData(200, false)]
    [InlineData(402, true)]
    [InlineData(302, true)]
    [InlineData(404, true)]
    public void The_plain_request_must_not_be_served(int status, bool isFine) => Assert.Equal(isFine, Judge.OfSold(Plain, new Answer(status, [], ""), Bought) is null);

    [Theory]
    [InlineData("taler://pay/x/1/", "", "taler://pay/x/1/", null)]
    [InlineData(null, """{"taler_pay_uri":"taler://pay/x/2/","order_status_url":"https://x/orders/2"}""", "taler://pay/x/2/", "https://x/orders/2")]
    [InlineData("taler://pay/x/1/", """{"order_status_url":1}""", "taler://pay/x/1/", null)]
    [InlineData(null, "", null, null)]
    [InlineData(null, "<p>Pay!", null, null)]
    [InlineData(null, "[]", null, null)]
    [InlineData(null, """{"taler_pay_uri":{}}""", null, null)]
    public void An_offer_stands_in_a_problem_or_in_a_header(string? header, string body, string? payUri, string? orderStatusUrl)
    {
        var problem = PaymentProblem.Of(new Answer(402, header is null ? [] : [new Header("taler", header)], body));

        Assert.Equal(payUri, problem?.PayUri);
        Assert.Equal(orderStatusUrl, problem?.OrderStatusUrl);
    }

    [Theory]
    [InlineData(101, true)]
    [InlineData(206, false)]
    [InlineData(304, false)]
    public void Some_answers_are_suspicious_by_their_status(int status, bool isCertain) =>
        Assert.Equal(isCertain, Judge.OfSold(Odd, new Answer(status, [], ""), Bought)?.IsCertain);

    [Theory]
    [InlineData(200, false)]
    [InlineData(404, true)]
    [InlineData(400, true)]
    public void Without_evidence_every_success_is_suspicious(int status, bool isFine)
    {
        Assert.Equal(isFine, Judge.OfSold(Odd, new Answer(status, [], "page"), Nothing) is null);
        Assert.Null(Judge.OfSold(Odd, new Answer(status, [], "page"), Bought));
    }

    [Fact]
    public void A_head_is_suspicious_if_it_tells_the_length_of_the_content()
    {
        var head = Odd with { Method = "HEAD" };

        Assert.NotNull(Judge.OfSold(head, Length(Content.Length), Bought));
        Assert.Null(Judge.OfSold(head, Length(Content.Length + 1), Bought));
        Assert.NotNull(Judge.OfSold(head, Length(7), Marker));
    }

    [Fact]
    public void Answers_are_alike_if_they_tell_the_same()
    {
        Assert.True(Judge.IsSame(Ok("x") with { Headers = [new Header("date", "1")] }, Ok("x") with { Headers = [new Header("date", "2")] }));
        Assert.False(Judge.IsSame(Ok("x"), Ok("y")));
        Assert.False(Judge.IsSame(Ok("x"), new Answer(404, [], "x")));
        Assert.False(Judge.IsSame(Length(1), Length(2)));
    }

    [Fact]
    public void A_free_page_is_gated_by_402_or_a_payment_page_if_the_request_names_it()
    {
        Assert.NotNull(Judge.OfFree(Plain, new Answer(402, [], ""), Pages));
        Assert.NotNull(Judge.OfFree(Plain, To("https://backend.example/orders/2"), Pages));
        Assert.Null(Judge.OfFree(Plain, To("https://elsewhere.example/"), Pages));
        Assert.Null(Judge.OfFree(Plain, To("/other"), Pages));
        Assert.Null(Judge.OfFree(Plain, new Answer(400, [], ""), Pages));
        Assert.Null(Judge.OfFree(Odd, new Answer(402, [], ""), Pages));
    }

    private static PaymentPages Known(string orderStatusUrl)
    {
        var pages = new PaymentPages();
        pages.Add(orderStatusUrl);
        return pages;
    }

    private static Answer To(string? location, int status = 302) => new(status, location is null ? [] : [new Header("location", location)], "");

    private static Answer Ok(string body) => new(200, [], body);

    private static Answer Length(int length) => new(200, [new Header("content-length", $"{length}")], "");
}
