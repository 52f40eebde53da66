using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>What holds for each page of the paywall, however it is looked at.</summary>
internal static class PageCheck
{
    private static readonly string Screenshots = Path.Combine(AppContext.BaseDirectory, "screenshots");

    private static readonly AxeRunOptions Wcag22 = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Without scripts a pay page loads itself again, as the only way to tell of the payment. It loses nothing that was typed, and there is a link too.</summary>
    private static readonly AxeRunOptions Wcag22ButRefresh = new()
    {
        RunOnly = Wcag22.RunOnly,
        Rules = new Dictionary<string, RuleOptions> { ["meta-refresh"] = new() { Enabled = false } },
    };

    /// <summary>
    /// Keeps pictures of the page in both widths and schemes, and expects that it fits the window each time, and that axe finds no breach of
    /// WCAG 2.2 AA, and nothing that it is not sure of: dark on the phone, light on the desktop.
    /// </summary>
    /// <param name="visitor">Looks at the page.</param>
    /// <param name="name">Names the page in the pictures' file names.</param>
    public static async Task IsWellMadeAsync(this Visitor visitor, string name)
    {
        foreach (var look in visitor.Look.Variants())
        {
            await visitor.LookAsync(look);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{look}.png"), FullPage = true });
            Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            if (look.Phone != look.Dark)
                continue;
            var axe = look.Script ? await visitor.Page.RunAxe(Wcag22) : await RunAxeOnCopyAsync(visitor);
            Assert.NotEmpty(axe.Passes);
            var faults = axe.Violations.Concat(axe.Incomplete).Select(rule => $"{name} {look}: {rule.Id}: {rule.Help}: {rule.Nodes[0].Html}").ToList();
            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }
    }

    /// <summary>Axe needs timers, which stand still where scripts are off. So it reads the page as it was without them in a browser that has them.</summary>
    private static async Task<AxeResult> RunAxeOnCopyAsync(Visitor visitor)
    {
        var html = await visitor.Page.ContentAsync();
        await using var browser = await visitor.Theatre.NewBrowserAsync(visitor.Look with { Script = true });
        var copy = await browser.NewPageAsync();
        await copy.RouteAsync(visitor.Page.Url, route => route.FulfillAsync(new()
        {
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = "script-src 'none'" },
            Body = html.Replace("<noscript>", "", StringComparison.Ordinal).Replace("</noscript>", "", StringComparison.Ordinal),
        }));
        await copy.GotoAsync(visitor.Page.Url);
        return await copy.RunAxe(Wcag22ButRefresh);
    }
}
