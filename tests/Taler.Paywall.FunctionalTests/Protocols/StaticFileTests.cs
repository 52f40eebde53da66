using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>A static file under a pattern: nothing of it is told before the payment, and everything works after it.</summary>
public sealed class StaticFileTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Page = "/essays/maps/book.txt";

    private DirectoryInfo _folder = null!;
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("taler-paywall-files-");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "essays", "maps"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "essays", "maps", "book.txt"), Shop.Paid);
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(_folder.FullName) });
        });
        _visitor = new Visitor(_shop, sandbox.Control);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task HEAD_tells_nothing_of_the_file_before_the_payment_and_its_length_after_it()
    {
        using (var unpaid = await AskAsync(HttpMethod.Head))
        {
            Assert.Equal(HttpStatusCode.PaymentRequired, unpaid.StatusCode);
            Assert.True(unpaid.Content.Headers.ContentLength is null or 0);
            Assert.Null(unpaid.Content.Headers.LastModified);
            Assert.Null(unpaid.Headers.ETag);
            Assert.Empty(unpaid.Headers.AcceptRanges);
        }
        await _visitor.BuyAsync(Page);

        using var paid = await AskAsync(HttpMethod.Head);

        Assert.Equal(Shop.Paid.Length, paid.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_missing_file_looks_as_an_existing_one_before_the_payment()
    {
        using var missing = await _visitor.Browser.SendAsync(HttpMethod.Head, "/essays/maps/none.txt");
        using var existing = await AskAsync(HttpMethod.Head);

        Assert.Equal(existing.StatusCode, missing.StatusCode);
        Assert.Equal(existing.Headers.Select(header => header.Key), missing.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task A_buyer_who_has_the_file_already_is_told_so()
    {
        await _visitor.BuyAsync(Page);
        using var first = await AskAsync(HttpMethod.Get);
        var tag = first.Headers.ETag!;

        using var again = await AskAsync(HttpMethod.Get, request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.True(again.Headers.CacheControl!.Private);
        Assert.Contains("Cookie", again.Headers.Vary);

        using var stranger = new Visitor(_shop, sandbox.Control);
        using var unpaid = await stranger.Browser.SendAsync(HttpMethod.Get, Page, request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.Found, unpaid.StatusCode);
    }

    [Theory]
    [InlineData("bytes=5-8", null, HttpStatusCode.PartialContent, 5, 4)]
    [InlineData("bytes=-4", null, HttpStatusCode.PartialContent, 23, 4)]
    [InlineData("bytes=5-8", "the file's", HttpStatusCode.PartialContent, 5, 4)]
    [InlineData("bytes=5-8", "\"another\"", HttpStatusCode.OK, 0, 27)]
    [InlineData("bytes=0-1,5-8", null, HttpStatusCode.OK, 0, 27)]
    [InlineData("bytes=100-", null, HttpStatusCode.RequestedRangeNotSatisfiable, 0, 0)]
    public async Task Ranges_are_served_to_buyers_only(string range, string? ifRange, HttpStatusCode status, int start, int length)
    {
        _shop.AllowLog(line => line.Event is "RangeNotSatisfiable");
        using (var refused = await AskAsync(HttpMethod.Get, request => request.Headers.Range = RangeHeaderValue.Parse(range)))
            Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        await _visitor.BuyAsync(Page);
        using var whole = await AskAsync(HttpMethod.Get);

        using var part = await AskAsync(HttpMethod.Get, request =>
        {
            request.Headers.Range = RangeHeaderValue.Parse(range);
            if (ifRange is not null)
                request.Headers.IfRange = new RangeConditionHeaderValue(ifRange is "the file's" ? whole.Headers.ETag! : EntityTagHeaderValue.Parse(ifRange));
        });

        Assert.Equal(status, part.StatusCode);
        Assert.Equal(Shop.Paid.Substring(start, length), await part.Content.ReadAsStringAsync());
        Assert.True(part.Headers.CacheControl!.Private);
    }

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, Action<HttpRequestMessage>? change = null) =>
        _visitor.Browser.SendAsync(method, Page, change);
}
