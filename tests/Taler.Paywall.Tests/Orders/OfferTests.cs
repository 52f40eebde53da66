using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Orders;

public sealed class OfferTests
{
    private static readonly SessionId Alice = SessionId.Parse("ALICE");

    [Fact]
    public void Whoever_computes_the_order_id_of_an_offer_gets_the_same() =>
        Assert.Equal(Offer().OrderIdAfter(null, Alice), Offer().OrderIdAfter(null, Alice));

    [Fact]
    public void An_order_id_never_changes_between_releases() =>
        Assert.Equal("KW6B977AG8BVGCNVQEPPTYBMSE", Offer().OrderIdAfter(null, Alice).Value);

    [Fact]
    public void Every_term_of_the_offer_the_session_and_the_chain_make_another_order()
    {
        OrderId[] ids =
        [
            Offer().OrderIdAfter(null, Alice),
            Offer().OrderIdAfter(null, SessionId.Parse("BOB")),
            Offer().OrderIdAfter(OrderId.Parse("BEFORE"), Alice),
            Offer(slug: "bread").OrderIdAfter(null, Alice),
            Offer(price: "KUDOS:2").OrderIdAfter(null, Alice),
            Offer(price: "EUR:1").OrderIdAfter(null, Alice),
            Offer(summary: "Another").OrderIdAfter(null, Alice),
            Offer(url: "https://shop.example/b").OrderIdAfter(null, Alice),
            Offer(site: "https://other.example").OrderIdAfter(null, Alice),
            Offer(refundDelay: TimeSpan.Zero).OrderIdAfter(null, Alice),
            Offer(refundDelay: TimeSpan.FromDays(1)).OrderIdAfter(null, Alice),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(26, id.Value.Length));
    }

    [Fact]
    public void The_same_price_written_differently_is_the_same_offer() =>
        Assert.Equal(Offer(price: "KUDOS:1").OrderIdAfter(null, Alice), Offer(price: "KUDOS:1.00").OrderIdAfter(null, Alice));

    [Fact]
    public void Other_terms_have_another_hash_in_every_release()
    {
        Assert.Equal(3487038708u, Offer().TermsHash);
        Assert.NotEqual(Offer().TermsHash, Offer(price: "KUDOS:2").TermsHash);
    }

    private static Offer Offer(
        string slug = "maps", string price = "KUDOS:1", string summary = "An essay", string url = "https://shop.example/a", string site = "https://shop.example", TimeSpan? refundDelay = null)
    {
        var settings = new TalerPaywallResource { Price = price, Name = "essay:{slug}", Summary = summary, RefundDelay = refundDelay };
        var rule = ResourceRuleCompiler.ForEndpoint("test", RoutePatternFactory.Parse("/essays/{slug}"), settings);
        return new Offer(Resource.FromEndpoint(rule, new() { ["slug"] = slug }), url, site);
    }
}
