using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>Razor Pages, sold by the attribute on their model, by the fluent form or by a pattern.</summary>
public sealed class RazorPageTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_page_with_the_attribute_on_its_model_is_sold_by_its_route_values()
    {
        await using var shop = await OpenPagesAsync(app => app.MapRazorPages());
        using var visitor = new Visitor(shop, Sandbox.Control);

        await ExpectSoldAsync(shop, "/pages/maps");
        await visitor.BuyAsync("/pages/maps");
        await visitor.ExpectAsync(HttpStatusCode.OK, "/pages/maps");

        await visitor.ExpectAsync(HttpStatusCode.Found, "/pages/globes");
    }

    [Theory]
    [InlineData("POST", "/pages/maps")]
    [InlineData("POST", "/pages/maps?handler=Download")]
    [InlineData("HEAD", "/pages/maps")]
    public async Task Every_handler_of_it_is_sold(string method, string path)
    {
        await using var shop = await OpenPagesAsync(app => app.MapRazorPages());
        using var visitor = new Visitor(shop, Sandbox.Control);

        using var refused = await visitor.Browser.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
    }

    [Fact]
    public async Task A_page_beside_it_is_free()
    {
        await using var shop = await OpenPagesAsync(app => app.MapRazorPages());

        await ExpectFreeAsync(shop, "/pages/free");
    }

    [Fact]
    public async Task Pages_are_sold_by_the_fluent_form()
    {
        await using var shop = await OpenPagesAsync(app => app.MapRazorPages().RequireTalerPayment("KUDOS:3", "A page"));

        await ExpectSoldAsync(shop, "/pages/free");
    }

    [Fact]
    public async Task A_fallback_to_a_page_with_the_attribute_is_sold()
    {
        await using var shop = await OpenPagesAsync(app => app.MapFallbackToPage("/Sold"));

        await ExpectSoldAsync(shop, "/anything");
    }

    private Task<Shop> OpenPagesAsync(Action<WebApplication> build) => OpenAsync(build, builder =>
        builder.Services.AddRazorPages(options => options.RootDirectory = "/Kinds/Pages").AddApplicationPart(typeof(RazorPageTests).Assembly));
}

[RequireTalerPayment("KUDOS:3", "A page")]
public sealed class SoldModel : PageModel;
