using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests;

/// <summary><see cref="ITalerPaywall"/> tells the application what the gate sees.</summary>
public sealed class MatchTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_request_for_a_pattern_is_told_with_its_offer()
    {
        await using var shop = await OpenAsync();

        var match = Match(shop, "/Essays/on-maps/notes");

        var sold = Assert.IsType<TalerPaywallMatch.Sold>(match);
        Assert.Equal(
            new TalerResource("essay:on-maps", Amount.Parse("KUDOS:0.5"), "Essay on-maps", "https://shop.example/essays/on-maps", "TalerPaywall:Resources:0"),
            sold.Resource);
    }

    [Theory]
    [InlineData("/free")]
    [InlineData("/essays/on-maps/cover")]
    [InlineData("/")]
    public async Task What_is_not_sold_is_free(string path)
    {
        await using var shop = await OpenAsync();

        Assert.Equal(new TalerPaywallMatch.Free(), Match(shop, path));
    }

    [Theory]
    [InlineData("/essays/a%2Fb", "")]
    [InlineData("/report", "?id=1&id=2")]
    public async Task What_can_be_read_as_two_things_is_refused(string path, string query)
    {
        await using var shop = await OpenAsync();

        Assert.Equal(new TalerPaywallMatch.Refused(), Match(shop, path, query));
    }

    [Fact]
    public async Task A_handler_can_ask_what_its_own_request_is()
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/book");

        Assert.Equal("/book for KUDOS:3 by HTTP: GET /book", await visitor.ReadAsync("/book"));
    }

    [Fact]
    public async Task The_last_word_of_an_endpoint_counts()
    {
        await using var shop = await OpenAsync();
        var endpoints = shop.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        var context = new DefaultHttpContext { Request = { Path = "/essays/open" } };
        context.SetEndpoint(endpoints.Single(endpoint => endpoint.DisplayName!.EndsWith("/essays/open", StringComparison.Ordinal)));

        Assert.Equal(new TalerPaywallMatch.Free(), shop.Services.GetRequiredService<ITalerPaywall>().Match(context));
    }

    private static TalerPaywallMatch Match(Shop shop, string path, string query = "")
    {
        var context = new DefaultHttpContext { Request = { Path = path, QueryString = new QueryString(query) } };
        return shop.Services.GetRequiredService<ITalerPaywall>().Match(context);
    }

    private Task<Shop> OpenAsync()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example";
        settings["TalerPaywall:FreePaths:0"] = "/essays/{slug}/cover";
        return Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/open", () => "open").DisableTalerPaywall();
            app.MapGet("/book", (HttpContext context, ITalerPaywall paywall) => paywall.Match(context) is TalerPaywallMatch.Sold { Resource: var book }
                ? $"{book.Name} for {book.Price} by {book.Source}"
                : "").RequireTalerPayment("KUDOS:3");
        });
    }
}
