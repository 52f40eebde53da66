using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>However a request comes to an endpoint, it is sold.</summary>
public sealed class RouteTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>
{
    private const string Book = "/kinds/book";

    [Fact]
    public Task A_fallback_is_sold() =>
        ExpectSoldAsync("/anything", app => app.MapFallback(() => Shop.Paid).RequireTalerPayment("KUDOS:3"));

    [Fact]
    public Task An_endpoint_in_a_branch_is_sold() => ExpectSoldAsync(Book, app => app.MapWhen(_ => true, branch =>
    {
        branch.UseRouting();
        branch.UseEndpoints(endpoints => endpoints.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3"));
    }));

    [Fact]
    public async Task A_page_that_stands_in_for_an_error_is_sold_as_well()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute(Book);
            app.UseTalerPaywall();
            app.UseRouting();
            app.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, Sandbox.Control);

        using var response = await visitor.Browser.OpenAsync("/missing");

        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_method_in_a_header_does_not_open_a_sold_endpoint()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.UseHttpMethodOverride();
            app.UseRouting();
            app.MapPost(Book, () => "free");
            app.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, Sandbox.Control);

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, Book, request => request.Headers.Add("X-HTTP-Method-Override", "GET"));

        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.StatusCode is HttpStatusCode.Found or HttpStatusCode.PaymentRequired, response.StatusCode.ToString());
    }
}
