using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Endpoints that sell themselves hold, however a request comes to them.</summary>
public sealed class EndpointTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task An_endpoint_is_bought_by_its_route_and_values()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/books/{id:int}", (int id, HttpContext context) => Shop.Paid + id + " " + context.GetTalerPayment()!.AmountPaid)
                .RequireTalerPayment("KUDOS:3", "Book {id}");
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        Assert.Equal("paid", (await visitor.BuyAsync("/books/7")).Outcome);

        Assert.Equal(Shop.Paid + "7 KUDOS:3", await visitor.ReadAsync("/books/7"));
        await visitor.ExpectAsync(HttpStatusCode.Found, "/books/8");
    }

    [Fact]
    public async Task One_request_makes_one_order_though_middleware_and_guard_both_see_it()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/books/{id}", (string id) => Shop.Paid + id).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, sandbox.Control);
        await sandbox.Control.ClearRequestsAsync();

        await visitor.BuyAsync("/books/7");
        await visitor.ReadAsync("/books/7");

        Assert.Equal("POST GET GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task The_guard_holds_without_the_middleware() =>
        await ExpectGuardedAsync(app => app.MapGet("/book", () => Shop.Paid).RequireTalerPayment("KUDOS:3"));

    [Fact]
    public async Task The_attribute_holds_without_the_middleware() =>
        await ExpectGuardedAsync(app => app.MapGet("/book", [RequireTalerPayment("KUDOS:3", "A book")] () => Shop.Paid));

    [Fact]
    public async Task The_attribute_holds_when_routing_comes_after_the_middleware() =>
        await ExpectGuardedAsync(app =>
        {
            app.UseTalerPaywall();
            app.UseRouting();
            app.MapGet("/book", [RequireTalerPayment("KUDOS:3", "A book")] () => Shop.Paid);
        });

    [Fact]
    public async Task The_guard_holds_for_an_endpoint_that_short_circuits_the_pipeline() =>
        await ExpectGuardedAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/book", () => Shop.Paid).ShortCircuit().RequireTalerPayment("KUDOS:3");
        });

    [Fact]
    public async Task The_guard_holds_after_a_rewrite() =>
        await ExpectGuardedAsync(
            app =>
            {
                app.UseTalerPaywall();
                app.UseRewriter(new RewriteOptions().AddRewrite("^alias$", "book", skipRemainingRules: true));
                app.UseRouting();
                app.MapGet("/book", () => Shop.Paid).RequireTalerPayment("KUDOS:3");
            },
            "/alias");

    [Fact]
    public async Task A_group_is_sold_and_one_of_its_endpoints_is_free() =>
        await ExpectGuardedAsync(async shop =>
        {
            using var browser = new Browser(shop.BaseAddress);
            using var response = await browser.OpenAsync("/library/catalogue");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }, app =>
        {
            app.UseTalerPaywall();
            var library = app.MapGroup("/library").RequireTalerPayment("KUDOS:3");
            library.MapGet("/book", () => Shop.Paid);
            library.MapGet("/catalogue", () => "free").DisableTalerPaywall();
        }, "/library/book");

    [Fact]
    public async Task A_free_endpoint_stands_above_the_pattern_that_covers_it()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}/teaser", () => "free").DisableTalerPaywall();
            app.MapGet("/essays/{slug}", () => Shop.Paid);
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        Assert.Equal("free", await visitor.ReadAsync("/essays/maps/teaser"));
        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
    }

    [Fact]
    public async Task Patterns_and_fulfillment_urls_follow_the_path_base()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UsePathBase("/shop");
            app.UseTalerPaywall();
            app.UseRouting();
            app.MapGet("/essays/{slug}", (string slug) => Shop.Paid + slug);
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
        Assert.Equal("paid", (await visitor.BuyAsync("/shop/essays/maps")).Outcome);

        Assert.Equal(Shop.Paid + "maps", await visitor.ReadAsync("/shop/essays/maps"));
    }

    [Fact]
    public async Task A_sold_endpoint_in_an_application_without_the_paywall_fails_loudly_and_serves_nothing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseUrls(builder.WebHost, "http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/book", () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        await app.StartAsync();
        using var browser = new Browser(new Uri(app.Urls.First()));

        using var response = await browser.OpenAsync("/book");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Theory]
    [InlineData("KUDOS:0")]
    [InlineData("3 EUR")]
    [InlineData("")]
    public void A_wrong_price_on_an_endpoint_is_refused_where_it_is_written(string price)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new RequireTalerPaymentAttribute(price));

        Assert.Contains("CURRENCY:VALUE", refusal.Message, StringComparison.Ordinal);
    }

    private Task ExpectGuardedAsync(Action<WebApplication> build, string path = "/book") => ExpectGuardedAsync(_ => Task.CompletedTask, build, path);

    private async Task ExpectGuardedAsync(Func<Shop, Task> also, Action<WebApplication> build, string path)
    {
        await using var shop = await Shop.OpenAsync(Shop.SettingsWithoutResources(sandbox.BaseUrl), build: build);
        using var visitor = new Visitor(shop, sandbox.Control);

        await visitor.ExpectAsync(HttpStatusCode.Found, path);
        await visitor.BuyAsync(path);

        Assert.Equal(Shop.Paid, await visitor.ReadAsync(path));
        await also(shop);
    }

    private Task<Shop> OpenAsync(Action<WebApplication> build) => Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: build);
}
