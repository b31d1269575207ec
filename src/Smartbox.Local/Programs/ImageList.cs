using Smartbox.Kubelet.Images;
using Smartbox.Local.Folders;

namespace Smartbox.Local.Programs;

/// <summary>All images of an installation: those of this build and the user's own, which may take their place.</summary>
public static class ImageList
{
    /// <exception cref="LocalException">The user's file is wrong.</exception>
    public static IReadOnlyDictionary<string, ImageEntry> Of(ProgramFolder programs, LocalFolder folder)
    {
        var images = ProgramImages.Of(programs);
        if (File.Exists(folder.Images))
        {
            foreach (var (name, entry) in UserImages.Read(folder.Images))
            {
                images[name] = entry;
            }
        }

        return images;
    }
}
