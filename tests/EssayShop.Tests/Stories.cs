using System.Net;

namespace EssayShop.Tests;

/// <summary>What a reader lives through in the shop, whichever backend it sells through. Each story has a reader of its own.</summary>
public abstract partial class Stories(ShopFixture fixture) : IAsyncLifetime
{
    private const string Essay = "/essays/bread";
    private const string Title = "The Slow Half of Bread";
    private const string Price = "0.5 KUDOS";

    protected Browser Browser { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await fixture.Sandbox.ClearFaultsAsync();
        await fixture.Sandbox.ClearRequestsAsync();
    }

    public ValueTask DisposeAsync()
    {
        Browser.Dispose();
        return ValueTask.CompletedTask;
    }

    protected Uri Shop(string path) => new(fixture.Address, path);

    private async Task BuyAsync()
    {
        await Browser.OpenAsync(Shop(Essay));
        AssertEssay(await Browser.PressAsync("Pay"));
    }

    /// <summary>What was asked of the backend so far, as "METHOD path".</summary>
    private async Task<IReadOnlyList<string>> CallsAsync() =>
        [.. (await fixture.Sandbox.RequestsAsync()).Select(request => $"{request.Method} {request.Path}")];

    private void AssertPaymentPage(Page page, string title)
    {
        Assert.Equal(fixture.SandboxAuthority, page.Url.Authority);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
        Assert.Equal("Essay: " + title, page.Heading);
        Assert.True(page.HasButton("Pay"));
    }

    private void AssertPurchasePage(Page page)
    {
        Assert.Equal(fixture.SandboxAuthority, page.Url.Authority);
        Assert.Equal("Essay: " + Title, page.Heading);
        Assert.Contains("Your wallet bought this already. Nothing will be charged.", page.Text, StringComparison.Ordinal);
        Assert.False(page.HasButton("Pay"));
    }

    private void AssertEssay(Page page)
    {
        Assert.Equal(Shop(Essay), page.Url);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(Title, page.Heading);
        Assert.True(page.Document.QuerySelectorAll("article p").Length > 5);
        Assert.True(page.HasButton("Refund this essay"));
        Assert.Contains($"you can have your {Price} back", page.Text, StringComparison.Ordinal);
    }

    private void AssertRefunded(Page page)
    {
        Assert.Equal(Shop(Essay), page.Url);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
        Assert.Equal("Your payment was refunded", page.Heading);
        Assert.True(page.HasButton("Buy again"));
    }
}
