using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Buffers and questions that visitors share, and what one of them could do to another by it.</summary>
public sealed class SharedWorkAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Pages_that_are_written_side_by_side_hold_nothing_of_each_other()
    {
        await using var shop = await Shop.OpenAsync(OnClick());

        var pages = await Task.WhenAll(Enumerable.Range(0, 400).Select(async visitor =>
        {
            var name = $"v{visitor}v" + new string('x', visitor * 7 % 900);
            return (name, Text: await RawAsync(shop, $"GET /essays/{name} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n"));
        }));

        Assert.All(pages, page =>
        {
            var end = page.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var body = page.Text[(end + 4)..];
            Assert.Contains("Essay " + page.name + "<", body, StringComparison.Ordinal);
            Assert.EndsWith("</html>", body.TrimEnd());
            Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", page.Text);
            Assert.All(Regex.Matches(body, "v[0-9]+vx*", RegexOptions.None, TimeSpan.FromSeconds(1)), match => Assert.Equal(page.name, match.Value));
        });
    }

    [Fact]
    public async Task A_question_about_the_head_of_a_page_is_answered_without_its_body()
    {
        await using var shop = await Shop.OpenAsync(OnClick());

        var answers = await RawAsync(
            shop, $"HEAD /essays/maps HTTP/1.1\r\nHost: shop\r\n{Navigate}\r\nGET /free HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("<html", answers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nfree\r\n", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_compressed_on_its_way_arrives_whole()
    {
        await using var shop = await Shop.OpenAsync(
            OnClick(),
            builder => builder.Services.AddResponseCompression(),
            app =>
            {
                app.UseResponseCompression();
                app.UseTalerPaywall();
                app.MapGet("/essays/{slug}", () => Shop.Paid);
            });
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = shop.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/essays/maps") { Headers = { { "Accept", "text/html" }, { "Sec-Fetch-Mode", "navigate" } } };

        using var answer = await http.SendAsync(request);

        Assert.EndsWith("</html>", (await answer.Content.ReadAsStringAsync()).TrimEnd());
        Assert.Null(answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_replaced_page_that_names_its_length_and_fails_leaves_ours_whole()
    {
        await using var shop = await Shop.OpenAsync(
            OnClick(),
            builder => builder.Services.AddTalerPaywall(_ => { }).ReplacePage(TalerPageKind.Price, async (context, _) =>
            {
                context.Response.ContentLength = 10;
                await context.Response.WriteAsync("01234");
                throw new InvalidOperationException("The page of the site fails.");
            }));
        shop.ExpectLog(line => line.Event == "PageReplacementFailed");
        using var browser = new Browser(shop.BaseAddress);

        using var answer = await browser.OpenAsync("/essays/maps");

        var page = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.EndsWith("</html>", page.TrimEnd());
    }

    [Fact]
    public async Task An_endpoint_that_blocks_its_thread_does_not_hold_up_those_who_shared_its_question()
    {
        using var both = new CountdownEvent(2);
        await using var shop = await Shop.OpenAsync(Shop.Settings(Sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                if (context.Request.Query.ContainsKey("together"))
                {
                    both.Signal();
                    return both.Wait(TimeSpan.FromSeconds(10)) ? "together" : "alone";
                }
                return Shop.Paid;
            });
        });
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await Sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Delay = TimeSpan.FromSeconds(1) });

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => visitor.ReadAsync("/essays/maps?together")));

        Assert.Equal(["together", "together"], answers);
    }

    [Fact]
    public async Task The_first_of_two_who_leaves_spoils_nothing_for_the_other()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/essays/rain");
        await Sandbox.Control.ClearRequestsAsync();
        await Sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Delay = TimeSpan.FromSeconds(1) });
        using var leaves = new CancellationTokenSource();
        using var copy = visitor.Browser.Copy();
        var first = copy.FetchAsync("/essays/rain", leaves.Token);
        await Eventually.IsSoAsync(async () => (await Sandbox.Control.RequestsAsync()).Count > 0);
        var second = visitor.Browser.FetchAsync("/essays/rain", TestContext.Current.CancellationToken);
        await leaves.CancelAsync();

        using var answer = await second;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Dictionary<string, string?> OnClick() => new(Shop.Settings(Sandbox.BaseUrl)) { ["TalerPaywall:OrderCreation"] = "OnClick" };
}
