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

    /// <summary>Keeps a picture of the page, and expects that it fits the width of the window and breaks no rule of WCAG 2.2 AA that a program can find.</summary>
    /// <param name="visitor">Looks at the page.</param>
    /// <param name="name">Names the page in the picture's file name.</param>
    public static async Task IsWellMadeAsync(this Visitor visitor, string name)
    {
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{visitor.Look}.png"), FullPage = true });
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        var axe = visitor.Look.Script
            ? await visitor.Page.RunAxe(Wcag22)
            : await RunAxeOnCopyAsync(visitor);
        Assert.NotEmpty(axe.Passes);
        Assert.Empty(axe.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"));
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
            Body = html.Replace("<noscript>", "", StringComparison.Ordinal).Replace("</noscript>", "", StringComparison.Ordinal),
        }));
        await copy.GotoAsync(visitor.Page.Url);
        return await copy.RunAxe(Wcag22);
    }
}
