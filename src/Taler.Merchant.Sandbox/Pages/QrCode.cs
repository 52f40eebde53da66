using System.Globalization;
using System.Text;
using QRCoder;

namespace Taler.Merchant.Sandbox.Pages;

/// <summary>Draws a QR code as one SVG path.</summary>
internal static class QrCode
{
    public static string ToSvg(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }
        var size = code.ModuleMatrix.Count.ToString(CultureInfo.InvariantCulture);
        return $"""<svg class="qr" role="img" aria-label="{Html.Encode(label)}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>""";
    }
}
