using System.Text.Json;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Orders;

public sealed class ResourceCheckTests
{
    private const string Ours = "https://shop.example/essays/maps";
    private const string Other = "https://shop.example/essays/bread";
    private const string Site = "https://shop.example";
    private const string NameOfOurs = """{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example","pattern":"/essays/{slug}"}}""";

    [Theory]
    [InlineData(NameOfOurs, Ours, "KUDOS:1", true)]
    [InlineData(NameOfOurs, Ours, "KUDOS:0.1", true)] // the price was raised since
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example","pattern":"/essays/{**rest}"}}""", Ours, "KUDOS:0.1", false)] // another rule sold it
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example","pattern":7}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example","pattern":"\ud800"}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example"}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://shop.example"}}""", Ours, "KUDOS:1", true)]
    [InlineData(NameOfOurs, Other, "KUDOS:1", true)] // the site moved since
    [InlineData(NameOfOurs, Other, "KUDOS:0.1", false)]
    [InlineData(NameOfOurs, Other, "EUR:1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:bread","site":"https://shop.example"}}""", Ours, "KUDOS:9", false)]
    [InlineData("""{"taler_paywall":{"resource":"Essay:Maps","site":"https://shop.example"}}""", Ours, "KUDOS:9", false)]
    [InlineData("""{"taler_paywall":{"resource":["essay:maps"],"site":"https://shop.example"}}""", Ours, "KUDOS:9", false)]
    [InlineData("""{"taler_paywall":{"resource":"\ud800","site":"https://shop.example"}}""", Ours, "KUDOS:9", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://cheap.example"}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":"https://cheap.example"}}""", Other, "KUDOS:1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":""}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{"resource":"essay:maps","site":""}}""", Ours, "KUDOS:1", true)] // the site got its address later
    [InlineData("""{"taler_paywall":{"resource":"essay:maps"}}""", Ours, "KUDOS:0.1", false)]
    [InlineData("""{"taler_paywall":{}}""", Ours, "KUDOS:1", true)]
    [InlineData("""{"article":"maps"}""", Ours, "KUDOS:1", true)]
    [InlineData("{}", Ours, "KUDOS:0.99999999", false)]
    [InlineData("{}", Ours, "EUR:1", false)]
    [InlineData("{}", Ours + "/", "KUDOS:1", false)]
    [InlineData("{}", null, "KUDOS:9", false)]
    [InlineData("7", Ours, "KUDOS:1", true)]
    public void A_contract_opens_what_it_names(string extra, string? fulfillmentUrl, string paid, bool opens)
    {
        var order = Paid(extra, fulfillmentUrl, Amount.Parse(paid));

        Assert.Equal(opens, ResourceCheck.Names(order, Offer(), isAdopted: false));
        Assert.Equal(opens, ResourceCheck.Names(order, Offer(), isAdopted: true));
    }

    [Fact]
    public void What_we_put_into_an_order_is_what_we_look_for()
    {
        var order = Paid(ResourceCheck.Extra(Offer()).ToJsonString(), fulfillmentUrl: null, Amount.Parse("KUDOS:1"));

        Assert.True(ResourceCheck.Names(order, Offer(), isAdopted: false));
    }

    [Theory]
    [InlineData(Ours, "KUDOS:1", true, true)]
    [InlineData(Other, "KUDOS:1", true, false)]
    [InlineData(Ours, "KUDOS:0.1", true, false)]
    [InlineData(Other, "KUDOS:1", false, true)]
    [InlineData(Ours, "KUDOS:0.1", false, true)]
    public void A_site_without_an_address_believes_the_order_that_the_backend_names_only_if_page_and_price_are_right(
        string fulfillmentUrl, string paid, bool isAdopted, bool opens)
    {
        var order = Paid(ResourceCheck.Extra(Offer(site: "")).ToJsonString(), fulfillmentUrl, Amount.Parse(paid));

        Assert.Equal(opens, ResourceCheck.Names(order, Offer(site: ""), isAdopted));
    }

    [Fact]
    public void A_contract_with_choices_and_no_known_choice_covers_no_price()
    {
        var order = Paid("{}", Ours, amount: null);

        Assert.False(ResourceCheck.Names(order, Offer(), isAdopted: false));
    }

    private static OrderStatus.Paid Paid(string extra, string? fulfillmentUrl, Amount? amount) => new()
    {
        OrderStatusUrl = new Uri("https://backend.example/orders/O"),
        ContractTerms = new ContractTerms
        {
            Summary = "An essay",
            Amount = amount,
            FulfillmentUrl = fulfillmentUrl,
            Extra = JsonDocument.Parse(extra).RootElement,
        },
    };

    private static Offer Offer(string site = Site)
    {
        var rule = ResourceRuleCompiler.ForEndpoint(
            "test", RoutePatternFactory.Parse("/essays/{slug}"), new TalerPaywallResource { Price = "KUDOS:1", Name = "essay:{slug}" });
        return new Offer(Resource.FromEndpoint(rule, new() { ["slug"] = "maps" }), Ours, site);
    }
}
