namespace EssayShop.Tests;

/// <summary>As after <c>dotnet run</c>: nothing is configured.</summary>
public sealed class OwnSandboxTests(ShopWithItsOwnSandbox shop) : Stories(shop), IClassFixture<ShopWithItsOwnSandbox>
{
    [Fact]
    public async Task The_log_and_every_page_say_that_no_money_moves()
    {
        var page = await Browser.OpenAsync(Shop("/"));

        Assert.Equal("Sandbox: no money moves in this shop.", page.Document.QuerySelector("aside")!.TextContent);
        Assert.Contains("No merchant backend is configured (TalerPaywall:Merchant:BaseUrl), so the shop uses a sandbox of its own.", shop.Shop.Log, StringComparison.Ordinal);
    }
}

/// <summary>As the README says under "Sell through a real backend".</summary>
public sealed class BackendTests(ShopWithBackend shop) : Stories(shop), IClassFixture<ShopWithBackend>
{
    [Fact]
    public async Task Nothing_speaks_of_a_sandbox()
    {
        var page = await Browser.OpenAsync(Shop("/"));

        Assert.DoesNotContain("sandbox", page.Document.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("No merchant backend", shop.Shop.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("memory", shop.Shop.Log, StringComparison.Ordinal);
    }
}
